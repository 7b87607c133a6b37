from pathlib import Path

import pytest


@pytest.fixture
def written(tmp_path):
    """Writes a file and returns its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "answers.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
