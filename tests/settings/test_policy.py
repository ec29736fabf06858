"""Strict rules for the public site, looser ones for editors."""

import pytest


@pytest.mark.django_db
def test_a_public_page_loads_and_is_framed_by_nobody_else(client):
    answer = client.get("/healthz")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_editors_may_have_inline_code_and_previews(client):
    answer = client.get("/admin/login/")
    assert "script-src 'self' 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
