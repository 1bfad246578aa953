"""The recap: what a session leaves for those who were there and those who were not.

`model` makes it from the state, `file` keeps it, `charts` has its charts drawn, `page` and `exports` write it out.
"""
