import { downloadCsv } from './download-csv.ts';
import { Failure } from './failure.tsx';
import { useSending } from './use-sending.ts';

interface CsvButtonProps {
  /** What the button says. */
  label: string;
  file: string;
  head: readonly string[];
  isDisabled: boolean;
  /** Reads what stands below the head. */
  readLines: () => Promise<readonly (readonly string[])[]>;
}

/** Saves a list as a CSV file. */
export function CsvButton({ label, file, head, isDisabled, readLines }: CsvButtonProps) {
  const { failure, send } = useSending();
  const download = () => void send(async () => downloadCsv(file, [head, ...(await readLines())]));
  return (
    <>
      <button type="button" className="button" onClick={download} disabled={isDisabled}>
        {label}
      </button>
      {failure && <Failure error={failure} onRetry={download} />}
    </>
  );
}
