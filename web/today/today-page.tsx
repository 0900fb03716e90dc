export function TodayPage() {
  return <div className="page" />
}
