interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChoice: (value: Value) => void;
}

/** One of a few values, with its label before it. */
export function Choice<Value extends string>({ label, value, options, onChoice }: ChoiceProps<Value>) {
  return (
    <label className="field field-row">
      <span>{label}</span>
      <select
        className="select"
        value={value}
        onChange={(event) => {
          const chosen = options.find(([each]) => each === event.target.value);
          if (chosen) onChoice(chosen[0]);
        }}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
