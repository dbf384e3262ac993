/** Pictures of one stroke. They stand beside words, never in place of them. */
const paths = {
  danger: "M12 3 2 20h20L12 3Zm0 6v5m0 3v.01",
  emergency: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V13m0 3v.01",
  routine: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4 9h8",
  telephone:
    "M6 3h3l2 5-2.5 1.8a12 12 0 0 0 5.7 5.7L16 13l5 2v3a3 3 0 0 1-3.2 3A16 16 0 0 1 3 6.2 3 3 0 0 1 6 3Z",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5",
  calls: "M4 6h16M4 12h16M4 18h10",
  figures: "M5 20v-7m7 7V5m7 15v-10",
  settings: "M4 7h10m4 0h2M4 17h2m4 0h10M16 5v4M8 15v4",
  place: "M12 4v16M4 12h16",
  back: "M15 5l-7 7 7 7",
  help: "M9 9a3 3 0 1 1 4 2.8c-.8.4-1 1-1 2.2m0 3v.01",
  light:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0-6v2m0 16v2M2 12h2m16 0h2M5 5l1.5 1.5m11 11L19 19M5 19l1.5-1.5m11-11L19 5",
  dark: "M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10Z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0v18",
  out: "M10 4H5v16h5m4-12 4 4-4 4m4-4H9",
  sent: "M3 12 21 4l-6 17-3.5-7.5L3 12Z",
  transfer: "M4 8h13l-3-3m6 11H7l3 3",
  note: "M6 3h9l4 4v14H6V3Zm3 8h7m-7 4h5",
  trouble: "M4 4l16 16M9 5.5A9 9 0 0 1 20.5 9M3.5 9a12 12 0 0 1 3-2M8 13a6 6 0 0 1 4-1.5M12 18v.01",
  gap: "M4 12h3m3.5 0h3m3.5 0h3",
  down: "M12 5v14m-6-6 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3.5 2",
  microphone: "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Zm-6 9a6 6 0 0 0 12 0m-6 6v3",
  print: "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7v-7Z",
  save: "M12 4v11m-5-5 5 5 5-5M4 20h16",
  check: "M5 12.5l4.5 4.5L19 7.5",
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
