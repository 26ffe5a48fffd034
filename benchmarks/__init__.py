"""How fast the program is: `./dev bench`. Ratios hold on other machines; requests per second do not."""
