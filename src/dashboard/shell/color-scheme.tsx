import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { Icon } from "#src/dashboard/parts/icon.tsx";

const next = { auto: "light", light: "dark", dark: "auto" } as const satisfies Record<
  MantineColorScheme,
  MantineColorScheme
>;
const words = { auto: "as the system has them", light: "light", dark: "dark" } as const;

export function ColorScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const label = `Colours: ${words[colorScheme]}. Change to: ${words[next[colorScheme]]}`;
  return (
    <ActionIcon
      variant="subtle"
      size={44}
      className="quiet"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next[colorScheme])}
    >
      <Icon name={colorScheme} size={20} />
    </ActionIcon>
  );
}
