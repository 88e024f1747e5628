import { useSearchParams } from 'react-router';

/** What is searched for, kept in the address. */
export function useSearchAddress(): [search: string, setSearch: (search: string) => void] {
  const [address, setAddress] = useSearchParams();
  return [address.get('search') ?? '', (search) => setAddress(search ? { search } : {}, { replace: true })];
}
