/**
 * The two forms of an address that holds a course key as `:course`. A key may have slashes (`Org/Num/Run`, rest-api
 * §2.1), which the router sees as three segments. Only the first form is in the API's documentation.
 */
export function coursePaths(path: string): { url: string; hide: boolean }[] {
  return [
    { url: path, hide: false },
    { url: path.replace(':course', ':org/:number/:run'), hide: true },
  ];
}

/** The forms of an address that has no end: with, without a slash or with anything after it, it is the same (edx-exams §1). */
export function openPaths(forms: readonly { url: string; hide: boolean }[]): { url: string; hide: boolean }[] {
  return forms.flatMap(({ url, hide }) => [
    { url, hide },
    { url: `${url}/*`, hide: true },
  ]);
}
