/** As it was written, line by line; comments and headings stand back or out so that the eye finds its way. */
export function PackFile({ path, text }: { path: string; text: string }) {
  return (
    <pre className="pack-file" tabIndex={0} role="region" aria-label={`Text of ${path}`}>
      <code>
        {text.split("\n").map((line, index) => (
          <span key={index} className={lineClass(path, line)}>
            {line}
            {"\n"}
          </span>
        ))}
      </code>
    </pre>
  );
}

function lineClass(path: string, line: string): string | undefined {
  if (path.endsWith(".md")) return /^#{1,6} /.test(line) ? "pack-heading" : undefined;
  if (/^\s*#/.test(line)) return "pack-comment";
  return /^[\w.-]+:/.test(line) ? "pack-heading" : undefined;
}
