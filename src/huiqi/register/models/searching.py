"""What organisations are found by, beside them in a table of its own: lists that search nothing need not read it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huiqi.register.models.organisations import Organisation


class SearchEntry(models.Model):
    """The keys of one organisation, made by the services that add and rename it (`domain.searching`)."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    name = models.CharField(max_length=200, db_index=True)
    names = models.TextField()
    grams = ArrayField(models.TextField())
    keys = models.TextField()

    class Meta:
        indexes = (
            GinIndex(fields=("grams",), name="search_grams"),
            GinIndex(fields=("keys",), opclasses=("gin_trgm_ops",), name="search_keys"),
        )

    def __str__(self) -> str:
        return self.names.partition("\n")[0]
