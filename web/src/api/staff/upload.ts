/** Sends a form with a file. Unlike `fetch`, an XMLHttpRequest tells how much of it is sent. */

import { Problem } from "#api/problem.ts";
import { currentLanguage } from "#lib/language.ts";

/** The server refuses larger files; a browser would show that as a lost connection. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** The body of the response. Throws: Problem; TypeError if there is no answer, as `fetch` does. */
export function upload<T>(
  method: string,
  path: string,
  form: FormData,
  csrfToken: string,
  onProgress: (part: number) => void = () => undefined,
): Promise<T> {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total ? loaded / total : 0),
    );
    request.addEventListener("error", () => reject(new TypeError("The server did not answer.")));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response);
      else reject(problemOf(request));
    });
    request.open(method, path);
    request.responseType = "json";
    request.setRequestHeader("X-CSRFToken", csrfToken);
    request.setRequestHeader("Accept-Language", currentLanguage());
    request.send(form);
  });
}

function problemOf(request: XMLHttpRequest): Problem {
  const wait = Number(request.getResponseHeader("Retry-After"));
  return new Problem(request.status, request.response ?? {}, wait > 0 ? wait : null);
}
