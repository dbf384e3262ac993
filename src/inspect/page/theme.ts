/** Light or dark: as the system has it, until the reader says otherwise. */
const key = "ema-inspect-theme";

export function startTheme(button: HTMLButtonElement): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = localStorage.getItem(key);
  if (stored === "light" || stored === "dark") document.documentElement.dataset["theme"] = stored;
  const present = (): string =>
    document.documentElement.dataset["theme"] ?? (system.matches ? "dark" : "light");
  const label = (): void => {
    button.textContent = present() === "dark" ? "Light" : "Dark";
    button.title = `Change to ${present() === "dark" ? "light" : "dark"} colours`;
  };
  button.addEventListener("click", () => {
    const next = present() === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = next;
    localStorage.setItem(key, next);
    label();
  });
  system.addEventListener("change", label);
  label();
}
