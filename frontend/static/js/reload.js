// A page that waits for the index: loads itself again once there is something else to show, and not before.
const ASK_AGAIN = 2000; // milliseconds
const NOT_YET = [202, 429, 503];

async function hasCome() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  return answer !== null && !NOT_YET.includes(answer.status);
}

async function wait() {
  do await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  while (!(await hasCome()));
  location.reload();
}

wait();
