"""Speed, told as ratios measured in one run against floors that anyone can repeat.

``./test --bench [NAME …]`` builds its own durable PostgreSQL, loads a city of the size asked for,
starts the real server beside two bare ones and asks every operation and every floor once a
round. A benchmark never fails a test run: it prints, and ``docs/performance.md`` keeps the last
honest table.
"""
