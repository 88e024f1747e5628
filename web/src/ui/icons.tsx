/** The few pictures of the application, drawn with one pen. They are decoration: what they stand for is always told in words too. */
const paths = {
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.6-3.6 3.2-5.5 6.5-5.5s5.900 1.900 6.500 5.500M16 4.500a3.200 3.200 0 0 1 0 6.200M18.500 14.800c1.700.8 2.700 2.500 3 5.200',
  programs: 'M4 6h16M4 12h16M4 18h10',
  salesforce: 'M4 9a7 7 0 0 1 12.500-2.500L20 9M20 4v5h-5M20 15a7 7 0 0 1-12.500 2.500L4 15M4 20v-5h5',
  setup: 'M5 12.500l4.500 4.500L19 7.500',
  users: 'M12 11.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20.500c.8-4 3.700-6 7.500-6s6.700 2 7.500 6',
  chevron: 'M7 10l5 5 5-5',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  cross: 'M6 6l12 12M18 6L6 18',
  question: 'M9 9a3 3 0 1 1 4.200 2.700c-.8.400-1.200 1-1.200 1.800v.5M12 17.500h.01',
  external: 'M14 5h5v5M19 5l-8 8M11 6H6a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flexShrink: 0 }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
