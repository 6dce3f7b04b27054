"""What a person sees: pure functions from answers to Rich renderables.

Every value that comes from data is a ``Text``, so that markup in a name stays text.
"""
