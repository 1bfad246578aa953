// The page before a notebook: a click opens it.
const button = document.getElementById("open");
const trouble = document.getElementById("trouble");

button.addEventListener("click", async () => {
  button.disabled = true;
  trouble.textContent = "";
  try {
    const answer = await fetch(button.dataset.open, { method: "POST", credentials: "same-origin", headers: { "X-Alignlab": "1" } });
    const said = await answer.json();
    if (answer.ok) return location.assign(said.url);
    trouble.textContent = said.text;
  } catch (error) {
    trouble.textContent = button.dataset.silent;
  }
  button.disabled = false;
});
window.addEventListener("pageshow", () => { button.disabled = false; });
