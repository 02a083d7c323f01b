import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import type { Show } from "#api/types.ts";
import mapStyles from "#seat-map/seat-map.module.css";
import { PageHeading } from "#ui/page-heading.tsx";
import styles from "./seats-page.module.css";
import { ShowHeader } from "./show-header.tsx";

/** The header of the server's first view, which the app replaces. */
const firstView = { path: location.pathname, header: document.querySelector(".shell-show") };

/** The show in a list that has loaded, for example the programme. */
function useListedShow(showId: number): Show | undefined {
  const cache = useQueryClient();
  const lists = ["shows", "film-shows", "found-shows"].flatMap((name) =>
    cache.getQueriesData<Show[]>({ queryKey: [name] }),
  );
  return lists.flatMap(([, shows = []]) => shows).find(({ id }) => id === showId);
}

/** A placeholder with the shape of the page: the header as far as it is known, the controls and the hall. */
export function Skeleton({ showId }: { showId: number }) {
  const show = useListedShow(showId);
  return (
    <div className={`${styles.page} ${styles.seats} ${styles.beside}`} aria-busy="true">
      {show ? <ShowHeader show={show} address={`/show/${showId}`} /> : <FirstHeader />}
      <div className={styles.blankTools} />
      <div className={`${mapStyles.stage} ${styles.blankHall}`}>
        <p>{t`Loading the hall …`}</p>
      </div>
    </div>
  );
}

/** What the server knew of the show: its film, time and place. */
function FirstHeader() {
  const known = firstView.path === location.pathname ? firstView.header : null;
  const [title, when] = [known?.querySelector("h1")?.textContent, known?.querySelector("p")?.childNodes];
  const copyWhen = (line: HTMLElement | null) =>
    line?.replaceChildren(...[...(when ?? [])].map((node) => node.cloneNode(true)));
  return (
    <header className="shell-show">
      <PageHeading title={title ?? t`Choose seats`} />
      <p className="shell-when" ref={copyWhen} />
    </header>
  );
}
