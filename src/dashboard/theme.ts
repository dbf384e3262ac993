/** Mantine's theme. Colours that carry a meaning (danger, emergency, accent) are variables of `styles.css`, for both schemes. */
import { createTheme, localStorageColorSchemeManager, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#eaf0ff",
  "#d3defb",
  "#a7bcf2",
  "#7b99ea",
  "#557bdf",
  "#3b64d3",
  "#2456c9",
  "#1c47ab",
  "#173b8f",
  "#112d70",
];

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  colors: { ink },
  defaultRadius: "md",
  fontFamily: 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  respectReducedMotion: true,
});

export const colorSchemeManager = localStorageColorSchemeManager({ key: "ema-colour-scheme" });

/** The nonce that this page came with; the server makes one for each response. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
