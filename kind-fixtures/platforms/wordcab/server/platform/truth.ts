const kept = 5000;

/** What really happened at the API: answers by route and status. Status 0: the connection was cut. */
export class Truth {
  #requests: { at: number; route: string; status: number }[] = [];
  #dropped = 0;

  add(route: string, status: number): void {
    this.#requests.push({ at: Date.now(), route, status });
    if (this.#requests.length <= kept) return;
    this.#requests.shift();
    this.#dropped++;
  }

  report(since = 0) {
    const selected = this.#requests.filter(({ at }) => at >= since);
    const byRoute = Map.groupBy(selected, ({ route, status }) => `${route} ${status}`);
    return {
      kept: this.#requests.length,
      dropped: this.#dropped,
      selected: selected.length,
      answers: Object.fromEntries([...byRoute].map(([key, same]) => [key, same.length])),
    };
  }

  reset(): void {
    this.#requests = [];
    this.#dropped = 0;
  }
}
