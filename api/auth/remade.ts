/** What is made of a value, made again whenever the value has been exchanged. */
export function remade<From, Made>(read: () => From, make: (from: From) => Made): () => Made {
  let last: { from: From; made: Made } | null = null;
  return () => {
    const from = read();
    if (last === null || last.from !== from) last = { from, made: make(from) };
    return last.made;
  };
}
