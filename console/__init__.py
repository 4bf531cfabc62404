"""The editors' back office: accounts, their rights, the pages below ``/quan-tri`` and the audit log."""
