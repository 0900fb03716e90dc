export function DeveloperPage() {
  return <div className="page" />
}
