"""Every figure of the reports, reckoned a second time, independently of the views."""
