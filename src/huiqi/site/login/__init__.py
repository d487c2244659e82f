"""Logging in: django-allauth's machinery behind our own forms, pages, words and addresses.

Accounts are made by the zone's administrator or come from its identity provider; nobody signs up alone.
"""
