// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A mail with what such mails have: preheader, nested layout tables, a button for Outlook, a receipt, a footer.
enum Samples {
    static let marketingMail = """
        <!DOCTYPE html>
        <html lang="en" xmlns:v="urn:schemas-microsoft-com:vml">
        <head>
          <meta charset="iso-8859-1">
          <title>Your order</title>
          <!--[if mso]><style>td {font-family: Arial}</style><![endif]-->
          <style>@media (max-width:600px) { .c { width:100% !important } }</style>
        </head>
        <body style="margin:0">
          <div style="display:none;font-size:1px;max-height:0;overflow:hidden;mso-hide:all">
            Thank you! &#847;&zwnj;&nbsp;&#8199;&shy;&#847;&zwnj;&nbsp;
          </div>
          <table role="presentation" width="100%"><tr><td align="center" style="font-size:0px">
            <table role="presentation" width="600">
              <tr><td><a href="https://shop.example/?utm=1&amp;id=2"><img src="logo.png" alt="Shop" width="120"></a></td></tr>
              <tr><td style="font-size:16px">
                <h1>Thank you, Zoë!</h1>
                <p>Your order <strong>#1001</strong> is on its way. It should be with you on
                   Friday&nbsp;5&nbsp;June, between 9 and 12 in the morning.</p>
                <!--[if mso]><v:roundrect href="https://shop.example/track"><center>Track</center></v:roundrect><![endif]-->
                <![if !mso]><a href="https://shop.example/track" style="display:inline-block;mso-hide:all">Track&nbsp;it</a><![endif]>
                <h2>What you bought</h2>
                <table>
                  <thead><tr><th>Item</th><th>Qty</th><th>Price</th></tr></thead>
                  <tbody>
                    <tr><td>Tea &amp; cup</td><td>2</td><td>€&nbsp;30</td></tr>
                    <tr><td>茶</td><td>1</td><td>€&nbsp;5</td></tr>
                  </tbody>
                </table>
                <ul><li>Free returns<li>Two years <a href="https://shop.example/warranty">warranty</a></ul>
              </td></tr>
              <tr><td style="font-size:12px">
                Questions? <a href="mailto:help@shop.example">help@shop.example</a><br>
                <a href="https://shop.example/unsubscribe">Unsubscribe</a>
                <img src="https://shop.example/open.gif" width="1" height="1" alt="">
              </td></tr>
            </table>
          </td></tr></table>
        </body>
        </html>
        """

    static let marketingText = """
        Shop (https://shop.example/?utm=1&id=2)

        Thank you, Zoë!
        ===============

        Your order #1001 is on its way. It should be with you on Friday 5 June,
        between 9 and 12 in the morning.

        Track it (https://shop.example/track)

        What you bought
        ---------------

        Item | Qty | Price
        Tea & cup | 2 | € 30
        茶 | 1 | € 5

        - Free returns
        - Two years warranty (https://shop.example/warranty)

        Questions? help@shop.example
        Unsubscribe (https://shop.example/unsubscribe)

        """
}
