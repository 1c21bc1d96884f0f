"""What each language asks for. Nothing here knows a document, or any module outside this folder."""
