"""The look as a part of the site: templates, tags and static files."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.validators import MaxLengthValidator, MinLengthValidator

from huiqi.ui.words import words


class UiConfig(AppConfig):
    """Names the part."""

    name = "huiqi.ui"
    label = "ui"

    def ready(self) -> None:
        """Say in our words how long a text has to be: the framework speaks of a variable."""
        MinLengthValidator.message = words(
            "至少要有%(limit_value)d个字符，现在是%(show_value)d个。",
            "At least %(limit_value)d characters are needed; this has %(show_value)d.",
        )
        MaxLengthValidator.message = words(
            "最多%(limit_value)d个字符，现在是%(show_value)d个，请改短。",
            "At most %(limit_value)d characters; this has %(show_value)d: make it shorter.",
        )
