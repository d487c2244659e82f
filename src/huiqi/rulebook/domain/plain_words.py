"""What people type when they look for a policy: what they write around it is left out, and short names are known."""

from __future__ import annotations

import re
from typing import Final

# What people write around what they look for.
_AROUND: Final = re.compile(
    r"[\s,，。；：？?！!、的了吗呢吧啊]+|怎么|如何|哪些|什么|多少|有没有|没有|有无|能不能|是否|可以|能够|享受|拿到"
    r"|我们|我想|我要|我是|想要|申请|政策|今年|去年|当年|公司|有"
)
# A full name and the short one that people use; both are found by either.
_SHORT: Final = (
    ("高新技术企业", "高企"),
    ("科技型中小企业", "科小"),
    ("研究开发", "研发"),
    ("知识产权", "知产"),
    ("专精特新“小巨人”", "小巨人"),
)


def words_in(text: str) -> list[str]:
    """Return what is looked for; where nothing but filling words is left, the text itself."""
    return [word for word in _AROUND.split(text.lower()) if word] or [text.lower().strip()]


def shortened(text: str) -> str:
    """Return a text with short names in place of the full ones."""
    for full, short in _SHORT:
        text = text.replace(full, short)
    return text
