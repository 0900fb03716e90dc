/** Strokes on a 24 × 24 field. Drawn here: a set of icons from elsewhere would outweigh the page. */
const PATHS = {
  alert: 'M12 9v4m0 4h.01M10.300 3.900 2 18a2 2 0 0 0 1.700 3h16.600a2 2 0 0 0 1.700-3L13.700 3.900a2 2 0 0 0-3.400 0Z',
  arrow: 'M5 12h14m-6-6 6 6-6 6',
  back: 'M19 12H5m6 6-6-6 6-6',
  bag: 'M6 7h12l1.500 13h-15zM9 7V5.500a3 3 0 0 1 6 0V7',
  book: 'M12 6.500C10 5 7 4.500 4 4.500v13c3 0 6 .5 8 2 2-1.500 5-2 8-2v-13c-3 0-6 .5-8 2Zm0 0v13',
  bookmark: 'M6 4h12v16l-6-4-6 4z',
  box: 'm12 3 8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500 8-4.500M12 12v9',
  chart: 'M4 20V10m5.300 10V4m5.400 16v-7M20 20V8',
  chat: 'M20 12a7.500 7.500 0 0 1-11 6.600L4 20l1.400-4.500A7.500 7.500 0 1 1 20 12Z',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-13.500V12l3 2',
  close: 'M6 6l12 12M18 6 6 18',
  code: 'm8 7-5 5 5 5m8-10 5 5-5 5M14 4l-4 16',
  columns: 'M4 5h16v14H4zM10 5v14M15 5v14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  down: 'M12 4v12m-5-5 5 5 5-5M4 20h16',
  edit: 'M4 20h4L19.500 8.500a2.100 2.100 0 0 0-3-3L5 17z',
  flask: 'M9 3h6m-5 0v6l-5 9.500A1.700 1.700 0 0 0 6.500 21h11a1.700 1.700 0 0 0 1.500-2.500L14 9V3M7.500 15h9',
  fold: 'M4 5h16M11 10h9m-9 5h9M4 20h16M7 9.500 4 12.500l3 3',
  hand: 'M8 13V5.500a1.500 1.500 0 0 1 3 0V11m0-6.500a1.500 1.500 0 0 1 3 0V11m0-4.500a1.500 1.500 0 0 1 3 0V14c0 4-2 7-6 7s-5-2-7.500-6.500c-.8-1.500 1-2.800 2.300-1.500L8 15',
  history: 'M3.500 12a8.500 8.500 0 1 0 2.700-6.200L3.500 8.500M3.500 4v4.500H8M12 7.500V12l3 2',
  menu: 'M4 6h16M4 12h16M4 18h16',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500Z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Zm-6.500 9a6.500 6.500 0 0 1 13 0M16 4.300a3.500 3.500 0 0 1 0 6.400M18 14.500a6.500 6.500 0 0 1 3.500 5.500',
  play: 'M7 4.500v15l12-7.500z',
  plug: 'M9 3v5m6-5v5M6 8h12v3a6 6 0 0 1-12 0zm6 9v4',
  plus: 'M12 5v14M5 12h14',
  pulse: 'M3 12h4l3-8 4 16 3-8h4',
  receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9.500 8h5m-5 4h5',
  refresh: 'M20 11a8 8 0 0 0-14.500-3.500L4 9m0-5v5h5m-5 4a8 8 0 0 0 14.500 3.500L20 15m0 5v-5h-5',
  robot: 'M5 9h14v10H5zM12 9V5m0 0h.01M9 13.500v1m6-1v1M2.500 12.500v3m19-3v3',
  rocket:
    'M5 15c-1.500 1-2 4.500-2 6 1.500 0 5-.5 6-2m-1-4 3.500 3.500L17 14c3-3 4-7 4-11-4 0-8 1-11 4l-4.500 5.500Zm7-6h.01',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.500 4.500',
  send: 'M4 12 20 4l-5 16-3.500-6.500z',
  shield: 'M12 3 5 5.500v6c0 4.500 3 7.500 7 9.500 4-2 7-5 7-9.500v-6zm-3 9 2.300 2.300L15.500 10',
  sliders:
    'M4 7h9m4 0h3M4 17h3m4 0h9M15 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Zm-6 10a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  store:
    'M4 10v10h16V10M3 7l2-4h14l2 4c0 1.700-1.300 3-3 3s-3-1.300-3-3c0 1.700-1.300 3-3 3S9 8.700 9 7c0 1.700-1.300 3-3 3S3 8.700 3 7Z',
  sun: 'M12 16.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.400 1.400m11.200 11.200L19 19M5 19l1.400-1.400M17.600 6.400 19 5',
  tag: 'M4 4h8l8.500 8.500-8 8L4 12zM8.500 8.500h.01',
  trash: 'M4 7h16M9 7V4h6v3m3 0-1 14H7L6 7m4 4v6m4-6v6',
  unfold: 'M4 5h16M11 10h9m-9 5h9M4 20h16M4 9.500l3 3-3 3',
  up: 'M12 20V8m-5 5 5-5 5 5M4 4h16',
} as const

export type IconName = keyof typeof PATHS

interface IconProps {
  readonly name: IconName
  readonly size?: number
}

export function Icon({ name, size = 18 }: IconProps) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.700"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
