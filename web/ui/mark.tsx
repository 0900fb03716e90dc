/** The mark of the product: a speech bubble with two eyes. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#0958d9" />
      <path
        d="M8 11.5A3.5 3.5 0 0 1 11.500 8h9a3.500 3.500 0 0 1 3.500 3.500v6a3.500 3.500 0 0 1-3.500 3.500H16l-4.600 3.600c-.5.4-1.200 0-1.200-.6V21A3.500 3.500 0 0 1 8 17.500z"
        fill="#fff"
      />
      <circle cx="13" cy="14.500" r="1.500" fill="#0958d9" />
      <circle cx="19" cy="14.500" r="1.500" fill="#0958d9" />
    </svg>
  )
}
