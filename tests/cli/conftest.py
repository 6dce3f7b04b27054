from school_fixtures import faulty_roster, roster

__all__ = ["faulty_roster", "roster"]
