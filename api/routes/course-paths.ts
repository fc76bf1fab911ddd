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
