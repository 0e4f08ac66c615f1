"""What every route and every public function of the services asks the table of permissions, for test_permissions.

A new route or function is one line here. A line that says something else than what is asked in fact fails the test.
"""
