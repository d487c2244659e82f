"""The trades of the invented zone: classes of GB/T 4754-2017, how common they are, and what their companies look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Industry:
    """A trade: share of the zone, the words that names use, classes, and medians of its companies.

    `revenue_per_head` is in yuan a year; `rd_share` the median R&D share of revenue, `science_share` that of science staff.
    """

    share: float
    words: tuple[str, ...]
    classes: tuple[str, ...]
    staff: float
    revenue_per_head: float
    rd_share: float
    science_share: float
    strategic: float
    construction: bool = False


INDUSTRIES: Final = (
    Industry(0.24, ("软件", "信息技术", "数据科技", "网络科技", "智能科技"),
             ("6511", "6512", "6513", "6531", "6550", "6560", "6431", "6433"), 24, 620_000, 0.12, 0.38, 0.65),
    Industry(0.13, ("电子", "微电子", "半导体", "光电", "通信设备"),
             ("3973", "3974", "3979", "3982", "3921", "6520", "3562"), 62, 900_000, 0.062, 0.20, 0.70),
    Industry(0.15, ("精密机械", "装备", "自动化", "机器人", "传动"),
             ("3421", "3441", "3489", "3491", "3515", "4011", "3812"), 58, 780_000, 0.042, 0.15, 0.45),
    Industry(0.08, ("生物", "医药", "基因科技", "医疗器械", "诊断技术"),
             ("2761", "2762", "2710", "2720", "3581", "3584", "7340"), 41, 720_000, 0.135, 0.30, 0.72),
    Industry(0.06, ("新材料", "化学", "复合材料", "纳米科技"),
             ("2661", "2659", "3240"), 48, 1_050_000, 0.04, 0.14, 0.55),
    Industry(0.05, ("新能源", "储能", "电源", "光伏"), ("3841", "3825"), 70, 1_150_000, 0.045, 0.16, 0.80),
    Industry(0.04, ("仪器", "测控技术", "传感技术"), ("4014", "4016"), 33, 640_000, 0.075, 0.26, 0.55),
    Industry(0.10, ("技术服务", "检测", "工程设计", "知识产权服务", "企业管理咨询"),
             ("7320", "7452", "7484", "7519", "7520"), 19, 420_000, 0.035, 0.20, 0.18),
    Industry(0.08, ("贸易", "供应链", "商贸"), ("5164", "5176", "5177", "5179", "5193"), 12, 2_600_000, 0.002, 0.03, 0.02),
    Industry(0.04, ("建设工程", "安装工程", "装饰工程"), ("4710", "4790", "4910", "5011"), 46, 950_000, 0.008, 0.06, 0.02,
             construction=True),
    Industry(0.02, ("物业管理", "餐饮管理", "物流"), ("7020", "6210", "5431"), 38, 240_000, 0.001, 0.02, 0.0),
    Industry(0.01, ("教育培训",), ("8391",), 16, 260_000, 0.004, 0.05, 0.0),
)  # fmt: skip

# Invented: there is no city and no zone 云岚; the syllables are those that many company names are made of.
PLACE_NAMES: Final = ("云岚", "云岚", "云岚", "沐州", "澜川", "")
FIRST_SYLLABLES: Final = "启睿恒博泽瀚澄朗钧珩劭霁铎璟湛昱骁葳蔚嵘砺岑翊晔沅芮祺淳煜衡弈晟越凌盈辰屹"
SECOND_SYLLABLES: Final = "硕锐川岳衍霖桦桐宥垚楷榕舟砚笙聿程沛彦峤棠谦瑾钰帆韬翎域越源图迅维创拓联"
FORMS: Final = (("有限公司", 0.88), ("股份有限公司", 0.09), ("(集团)有限公司", 0.03))
