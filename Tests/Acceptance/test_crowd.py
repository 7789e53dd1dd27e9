"""50 readers and 5 writers at once, as the acceptance asks: nobody is refused, and nothing is lost."""

from crowd import crowd
from home import LONG, Home


def test_readers_and_writers(tmp_path):
    home = Home(tmp_path / "home")
    home.add_user()
    home.start(auto_process=False)
    try:
        summary, faults, kept = crowd(home, 60 if LONG else 6)
        assert faults == []
        assert summary["read"]["requests"] > 200 and summary["write"]["requests"] > 50, summary
        assert home.rest("GET", "/observations2/").json()["count"] == kept
        for words in ("database is locked", "database table is locked", "SQLITE_BUSY"):
            assert words not in home.log.read_text(errors="replace")
        assert [row[0] for row in home.rows("PRAGMA integrity_check")] == ["ok"]
        # What the database counts by itself is what there is.
        assert home.rows("SELECT coalesce(sum(n), 0) FROM observation_group")[0][0] == kept
    finally:
        home.stop()
        home.end()
