/** Makes a thing when it is first asked for and keeps it; a making that failed is tried again. */
export function kept<T>(make: () => Promise<T>): () => Promise<T> {
  let present: Promise<T> | undefined;
  return () => {
    if (present === undefined) {
      const making = make();
      present = making;
      making.catch(() => {
        if (present === making) present = undefined;
      });
    }
    return present;
  };
}
