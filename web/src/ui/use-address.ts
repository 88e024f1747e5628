import { useSearchParams } from 'react-router';

/** What a page shows is in its address, so that it can be kept and sent. What is empty is left out. */
export function useAddress(): [address: URLSearchParams, change: (values: Record<string, string | null>) => void] {
  const [address, setAddress] = useSearchParams();
  const change = (values: Record<string, string | null>) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) value ? next.set(name, value) : next.delete(name);
        return next;
      },
      { replace: true },
    );
  return [address, change];
}
