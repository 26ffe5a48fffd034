"""The calendar of a centre, timetables on paper, and letters about sessions that change."""
