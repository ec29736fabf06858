"""The notice on personal data that people read where they are asked for them (PD-02)."""

PD_NOTICE_VERSION = "2026-11"
"""Of the text in templates/residents/pd_notice.html; kept with what was written under it."""
