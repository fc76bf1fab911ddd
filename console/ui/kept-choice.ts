import { useCallback, useState } from 'react';

/** A choice that this browser keeps for a person; storage may be off. */
export function readChoice<Value extends string>(name: string, values: readonly Value[], otherwise: Value): Value {
  try {
    const kept = localStorage.getItem(`console.${name}`);
    return values.find((value) => value === kept) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keepChoice(name: string, value: string): void {
  try {
    localStorage.setItem(`console.${name}`, value);
  } catch {
    // It then holds for this page only.
  }
}

export function useKeptChoice<Value extends string>(
  name: string,
  values: readonly Value[],
  otherwise: Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState(() => readChoice(name, values, otherwise));
  const choose = useCallback(
    (chosen: Value) => {
      keepChoice(name, chosen);
      setValue(chosen);
    },
    [name],
  );
  return [value, choose];
}
