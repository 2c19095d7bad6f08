package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"portico/app/config"
	"portico/app/printer"
	"portico/app/receipt"
	"portico/assets/translations"
)

// give does something with a receipt in the visitor's language.
type give func(ctx context.Context, r receipt.Receipt, language string) error

// paper returns what prints receipts.
func paper(cfg config.Printer, words *translations.Catalogue) give {
	queue := printer.Printer{Name: cfg.Name}
	return onPage(words, func(ctx context.Context, _ receipt.Receipt, page []byte) error { return queue.Print(ctx, page) })
}

// file returns what saves receipts in the home folder. It is for machines that
// are the visitor's own.
func file(words *translations.Catalogue) give {
	return onPage(words, func(_ context.Context, r receipt.Receipt, page []byte) error {
		home, err := os.UserHomeDir()
		if err != nil {
			return fmt.Errorf("find the home folder: %w", err)
		}
		return os.WriteFile(filepath.Join(home, "portico-"+r.Reference+".pdf"), page, 0o600)
	})
}

// onPage lays a receipt out before it is given away.
func onPage(words *translations.Catalogue, do func(ctx context.Context, r receipt.Receipt, page []byte) error) give {
	return func(ctx context.Context, r receipt.Receipt, language string) error {
		now := time.Now()
		page, err := r.PDF(receipt.Page{
			Title:     words.Text(language, "brand"),
			Reference: words.Text(language, "result.receipt", "reference", r.Reference),
			Code:      words.Text(language, "result.code"),
			How:       words.Text(language, "result.how"),
			Day:       now.Format(words.Text(language, "date", "day", "02", "month", "01", "year", "2006")),
			At:        now,
		})
		if err != nil {
			return err
		}
		return do(ctx, r, page)
	}
}
