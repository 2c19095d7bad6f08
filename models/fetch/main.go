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
	err := models.Fetch(ctx, models.Dir(), models.Report(os.Stderr))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
