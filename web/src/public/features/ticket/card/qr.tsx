import encodeQR from "qr";
import styles from "./ticket-card.module.css";

/** The quiet zone around the code, in modules. */
const QUIET = 4;

/** The dark modules as one SVG path: one rectangle for each horizontal run. */
function darkPath(rows: boolean[][]): string {
  const runs = rows.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1]) return [];
      const end = row.indexOf(false, x);
      return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`];
    }),
  );
  return runs.join("");
}

/** Dark on white in both themes, because scanners expect that. */
export function Qr({ code, label }: { code: string; label: string }) {
  const rows = encodeQR(code, "raw", { ecc: "medium", encoding: "alphanumeric", border: QUIET });
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.qr}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${rows.length}v${rows.length}H0z`} />
      <path fill="#000" d={darkPath(rows)} />
    </svg>
  );
}
