"""Ranked lists as they are shown: recorded, made again, put in another order by somebody, explained to the person."""
