"""``report.html``: one page that shows a whole result to a person, without a network.

``page`` joins the pieces, ``figures`` counts what the overview says, ``inclusion`` the
time in regular class and what is missed there, ``staffing`` the use of people by half
hour, ``weeks`` holds the timetables as data for the script of the page.
"""
