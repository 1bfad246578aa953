"""A form of 25 statements with four answers each, as plain as Streamlit makes it."""

import streamlit as st

ANSWERS = ["Did not come up", "Now and then", "Mostly", "Every time"]

st.title("How often?")
said = [st.radio(f"Statement {n}", ANSWERS, index=None, key=f"s{n}") for n in range(1, 26)]
st.write(f"{sum(answer is not None for answer in said)} of 25")
