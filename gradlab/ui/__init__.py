"""Everything that uses Streamlit."""
