export function ChannelsPage() {
  return <div className="page" />
}
