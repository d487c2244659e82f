"""Audit packs (审计包): one ZIP that tells a claim or a round whole, and that anybody can verify without the site."""
