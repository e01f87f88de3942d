// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
//
// Sends messages with Go's standard library: send PORT SESSIONS COUNT
//
// Each session is one client that stays open, in a goroutine of its own.

package main

import (
	"fmt"
	"net/smtp"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

const header = "Date: Sat, 01 Jan 2000 00:00:00 +0000\r\nFrom: \"Smith & Sons\" <noreply@example.com>\r\n" +
	"To: user@example.com\r\nSubject: Your new password, user %d\r\nMessage-ID: <%d@example.com>\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"

var body = []byte(strings.Repeat("<p>Hello! Follow the link that stands below to choose another password.</p>\r\n", 133))

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func send(client *smtp.Client, number int64) {
	check(client.Mail("noreply@example.com"))
	check(client.Rcpt("user@example.com"))
	writer, err := client.Data()
	check(err)
	_, err = fmt.Fprintf(writer, header, number, number)
	check(err)
	_, err = writer.Write(body)
	check(err)
	check(writer.Close())
}

func main() {
	sessions, err := strconv.Atoi(os.Args[2])
	check(err)
	count, err := strconv.ParseInt(os.Args[3], 10, 64)
	check(err)
	var next atomic.Int64
	var group sync.WaitGroup
	for range sessions {
		group.Go(func() {
			client, err := smtp.Dial("127.0.0.1:" + os.Args[1])
			check(err)
			check(client.Hello("localhost"))
			for number := next.Add(1); number <= count; number = next.Add(1) {
				send(client, number)
			}
			check(client.Quit())
		})
	}
	group.Wait()
}
