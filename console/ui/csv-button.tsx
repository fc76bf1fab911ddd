import { useState } from 'react';
import { CallFailed } from '../api/client.ts';
import { downloadCsv } from './download-csv.ts';
import { Failure } from './failure.tsx';

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
  const [failure, setFailure] = useState<CallFailed | null>(null);
  const download = async () => {
    setFailure(null);
    try {
      downloadCsv(file, [head, ...(await readLines())]);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      setFailure(error);
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void download()} disabled={isDisabled}>
        {label}
      </button>
      {failure && <Failure error={failure} onRetry={() => void download()} />}
    </>
  );
}
