// Command fetch brings the models before Portico itself can be built; once it
// is, `portico models fetch` does the same.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"portico/models"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := models.Fetch(ctx, models.Dir(), models.Report(os.Stderr)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
