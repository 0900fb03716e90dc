export function SetupPage() {
  return <div className="page" />
}
